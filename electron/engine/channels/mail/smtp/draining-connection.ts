import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** What the library keeps to itself of a connection, as of nodemailer 10. */
interface Internals {
  _responseQueue: string[];
  _onClose(): void;
  _onError(error: Error, type: string, data: unknown, command: string): void;
}

const libraryOf = SMTPConnection.prototype as unknown as Internals;

/**
 * A connection whose answers are all read before its end is. The library takes one answer a turn of the event loop, and
 * forgets those that wait when the connection ends: a server that refuses a pipelined command and closes at once would
 * count as lost, its reason unread.
 */
export class DrainingConnection extends SMTPConnection {
  protected _onClose(): void {
    whenRead(this, () => libraryOf._onClose.call(this));
  }

  protected _onError(error: Error, type: string, data: unknown, command: string): void {
    const end = () => libraryOf._onError.call(this, error, type, data, command);
    if (type === 'ESOCKET') whenRead(this, end);
    else end();
  }
}

/** At most as many turns as answers wait: one that was never finished stays in the queue. */
function whenRead(connection: SMTPConnection, then: () => void): void {
  const queue = () => (connection as unknown as Internals)._responseQueue.length;
  const turn = (left: number) => {
    if (left === 0 || queue() === 0) then();
    else setImmediate(() => turn(left - 1));
  };
  turn(queue() + 1);
}
