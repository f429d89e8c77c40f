/** The commands and queries of invitations by the names the rest of the engine calls them. */
import { readAnsweredMail } from '#engine/drafts/answered-mail.ts';
import { answerInvitation, asked } from './answer.ts';

export const invitationCommands = { 'invitation.answer': answerInvitation };

export const invitationQueries = {
  'invitation.asked': asked,
  'invitation.mail': readAnsweredMail,
};
