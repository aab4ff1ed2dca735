/** A price, or what is said of it, for whoever has this channel. */
export type ForChannel = readonly [channel: string, value: unknown];

/** One thing to tell. JSON throughout: it may be handed to other functions. */
export type Item =
  /** One message of all that a connection has subscribed to of this; whoever has none of it gets none. */
  | {
      readonly kind: 'gathered';
      readonly head: Readonly<Record<string, unknown>>;
      readonly lists: Readonly<Record<string, readonly ForChannel[]>>;
    }
  /** The same for all that have the channel. */
  | { readonly kind: 'message'; readonly channel: string; readonly message: unknown }
  /** What is made only where somebody has the channel, for it takes reading. */
  | { readonly kind: 'asked'; readonly channel: string; readonly question: unknown };

/** What is told to everybody who has subscribed to it, in this order. */
export type Publication = readonly Item[];
