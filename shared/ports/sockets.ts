/** What became of a message: `gone` where nobody is there any more, `failed` where it could not be handed over in time. */
export type Delivery = 'sent' | 'gone' | 'failed';

/** The open ends of WebSockets. */
export interface Sockets {
  post(connectionId: string, text: string): Promise<Delivery>;
  /** Whether somebody is at its other end; true where that could not be learned. Not to be asked while it is being opened. */
  isOpen(connectionId: string): Promise<boolean>;
  /** Cuts it; nothing where it is gone. */
  close(connectionId: string): Promise<void>;
}
