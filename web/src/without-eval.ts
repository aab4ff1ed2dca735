import * as z from 'zod';

// The page's content security policy forbids code made from text. Schemas ask for this when they are made, so this
// file is imported before any of them.
z.config({ jitless: true });
