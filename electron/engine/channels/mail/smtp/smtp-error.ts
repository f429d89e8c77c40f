/** The fields nodemailer puts on its errors, as far as they are used here. */
export interface NodemailerErrorLike {
  code?: string;
  message?: string;
  command?: string;
  /** The server's reply, and its number. */
  response?: string;
  responseCode?: number;
  recipient?: string;
  rejectedErrors?: NodemailerErrorLike[];
}
