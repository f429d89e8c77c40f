-- Texts of a contact, and answers that name no parent, are few beside the conversations of whoever writes every day.
CREATE INDEX conversation_texts ON conversation (contact_id) WHERE channel = 'sms' AND one_to_one = 1;
CREATE INDEX conversation_loose ON conversation (account_id, subject)
  WHERE channel = 'mail' AND subject <> '' AND loose = 1;
