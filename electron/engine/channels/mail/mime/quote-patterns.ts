/**
 * How mail programs introduce quoted text, signatures and disclaimers, by language. Every pattern is
 * tried on a short line only (see MAX_LINE in visible-text.ts), so none can take long.
 */

/** Attribution lines ("On … wrote:"), tried on up to four lines joined by blanks. */
const ATTRIBUTIONS = [
  /^On\b.*(?:\d|\byou\b).*\bwrote\s*:?$/i,
  /^.+\bon\b.*\d.*\bwrote\s*:$/i,
  /^Le\b.*\d.*\ba écrit\s*:?$/iu,
  /^(?:Am|Den)\b.*\d.*\bschrieb\b.*:$/i,
  /^.+<\S+@\S+>\s*schrieb\b.*:$/i,
  /^El\b.*\d.*\bescribió\s*:?$/iu,
  /^(?:Il|In data)\b.*\d.*\bscritto\s*:?$/i,
  /^(?:Em|A|No dia)\b.*\d.*\bescreveu\s*:?$/i,
  /^Op\b.*\d.*\bschreef\b.*:$/i,
  /^(?:W dniu|Dnia|Dn\.)(?=\s).*\d.*(?:pisze|napisał(?:a|\(a\))?)\s*:$/iu,
  /^(?:Dne|Dňa)(?=\s).*\d.*napsal(?:a|\(a\))?\s*:$/iu,
  /^.{0,60}\d.*\bskrev\b.*:$/i,
  /^.{0,60}\d.*\bkirjoitti\s*:$/i,
  /^.{0,60}\d.*írta\s*:$/iu,
  /^.{0,60}\d.*(?:пишет|пише|написала?|написав)\s*:$/iu,
  /^.{0,60}\d.*(?:yazdı|a scris|έγραψε)\s*:$/iu,
  /^.{0,60}\d.*(?:写道|寫道|のメッセージ|書きました|님이 작성|작성)\s*[:：]$/u,
  // Any language: a date or a time, and at the end an address in angle or square brackets.
  /^.*\d{1,2}[:.]\d{2}.*[<[]\S+@\S+[>\]]\s*[:：]$/u,
  /^.*\b(?:19|20)\d{2}\b.*[<[]\S+@\S+[>\]]\s*[:：]$/u,
];

/** Whether `line` may begin an attribution at all: cheap test before lines are joined. */
const ATTRIBUTION_START = /^[\p{L}\d"'<[]/u;

/** What every attribution ends with: cheap test before the patterns. */
const ATTRIBUTION_END = /(?:[:：]|wrote|écrit|escribió|scritto|escreveu)\s*$/iu;

const FROM_FIELD =
  /^\*?(?:From|Von|De|Da|Van|Fra|Från|Od|От|Від|Lähettäjä|Kimden|Feladó|Message du|发件人|寄件者|差出人|보낸 사람)\s*\*?\s*[:：]/iu;
const OTHER_FIELD =
  /^\*?(?:Sent|Date|To|Cc|Subject|Reply-To|Gesendet|Datum|An|Betreff|Kopie|Envoyé(?: le)?|À|A|Objet|Sujet|Copie à|De|Enviado(?: el)?|Fecha|Para|Asunto|Inviato|Data|Oggetto|Verzonden|Aan|Onderwerp|Skickat|Till|Ämne|Sendt|Dato|Til|Emne|Wysłano|Do|Temat|Lähetetty|Päivämäärä|Vastaanottaja|Aihe|Отправлено|Дата|Кому|Тема|Gönderilen|Tarih|Kime|Konu|Küldve|Címzett|Tárgy|发送时间|收件人|主题|日期|日時|送信日時|宛先|件名|보낸 날짜|받는 사람|제목)\s*\*?\s*[:：]/iu;

const ORIGINAL_MESSAGE =
  /^[-_*]{2,}\s*(?:original message|original appointment|reply message|ursprüngliche nachricht|originalnachricht|message d['’]origine|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|oprindelig besked|opprinnelig melding|ursprungligt meddelande|alkuperäinen viesti|wiadomość oryginalna|исходное сообщение|原始邮件|原始郵件|元のメッセージ|원본 메시지)\s*[-_*]*$/iu;

const FORWARDED =
  /^(?:[-_*]{2,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|videresendt (?:besked|melding)|vidarebefordrat meddelande|пересылаемое сообщение|转发的邮件)|begin forwarded message:)/iu;

/** What phones and apps add below a message. Tried without links in angle brackets. */
const DEVICE_SIGNATURE =
  /^(?:Sent (?:from|via|with|using)|Get Outlook for|Gesendet (?:von|mit|aus)|Von mein\w* .* gesendet$|Envoyé (?:depuis|de(?: mon)?|à partir|avec)|Télécharger Outlook pour|Enviado (?:desde|do|a partir|de mi)|Obtener Outlook|Inviato (?:da|dal)|Verzonden (?:vanaf|met|vanuit)|Verstuurd vanaf|Sendt fra|Skickat från|Lähetetty|Wysłane? z|Отправлено (?:с|из)|Надіслано з|发自我的|傳送自|나의 .*에서 보냄)/iu;
const DEVICE_SIGNATURE_AT_END = /(?:から送信|gesendet)$/u;

const CLOSING =
  /^(?:(?:\p{L}+ ){0,2}(?:regards|wishes)|cheers|sincerely|yours (?:truly|sincerely|faithfully)|(?:mit )?(?:freundlichen|besten|herzlichen|vielen|viele) grü(?:ß|ss)en?|mfg|(?:bien )?cordialement|bien à vous|(?:un )?cordial saludo|saludos(?: cordiales)?|cordiali saluti|atenciosamente|met vriendelijke groet(?:en)?|med vänliga hälsningar|(?:med )?(?:venlig|vennlig) hilsen|pozdrawiam|с уважением)[,!.]*$/iu;

const DISCLAIMER =
  /^(?:\*+\s*)?(?:(?:confidentiality|legal|privacy) (?:notice|disclaimer|note)|disclaimer\b|(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication|transmission)[\s\S]{0,300}(?:confidential|intended|privileged)|diese (?:e-?mail|nachricht)[\s\S]{0,300}vertraulich|ce (?:message|courriel|courrier)[\s\S]{0,300}confidentiel|este (?:mensaje|correo|e-?mail)[\s\S]{0,300}confidencial|questo messaggio[\s\S]{0,300}(?:riservat|confidenzial))/iu;

const RULE_OR_BLANK = /[\s\-*_]/;

/** By its ends, as this is asked of every line: a pattern for the end of a line is tried at each of its characters. */
function withoutRules(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && RULE_OR_BLANK.test(line[start]!)) start++;
  while (end > start && RULE_OR_BLANK.test(line[end - 1]!)) end--;
  return line.slice(start, end);
}

export function mayStartAttribution(line: string): boolean {
  return ATTRIBUTION_START.test(withoutRules(line));
}

export function mayEndAttribution(line: string): boolean {
  return ATTRIBUTION_END.test(withoutRules(line).slice(-12));
}

export function isAttribution(joined: string): boolean {
  if (!mayEndAttribution(joined)) return false;
  const text = withoutRules(joined);
  return ATTRIBUTIONS.some((pattern) => pattern.test(text));
}

export function isFromField(line: string): boolean {
  return FROM_FIELD.test(line.trim());
}

export function isOtherField(line: string): boolean {
  return OTHER_FIELD.test(line.trim());
}

export function isOriginalMessage(line: string): boolean {
  return ORIGINAL_MESSAGE.test(line.trim());
}

export function isForwarded(line: string): boolean {
  return FORWARDED.test(line.trim());
}

/** A sentence that merely begins like a device signature ("Sent from my desk, it is …") is none. */
export function isDeviceSignature(line: string): boolean {
  const linked = line.includes('<') || line.includes('http');
  const text = (linked ? line.replace(/<[^<>]*>/g, '').replace(/https?:\S+/g, '') : line).trim();
  if (text.length > 80 || /[,;:]\s|[.!?]$/.test(text)) return false;
  return DEVICE_SIGNATURE.test(text) || DEVICE_SIGNATURE_AT_END.test(text);
}

/** The separator of RFC 3676 §4.3, and the same without its blank, as many programs trim it. */
export function isSignatureSeparator(line: string): boolean {
  return /^--\s?$/.test(line);
}

/** The rule that list managers draw above their footer. */
export function isFooterRule(line: string): boolean {
  return /^_{2,}\s*$/.test(line);
}

/** A rule drawn above a quoted message's header block. */
export function isRule(line: string): boolean {
  return /^\s*(?:={2,}|_{2,}|\+{2,}|-{2,}|—{2,})\s*$/.test(line);
}

export function isClosing(line: string): boolean {
  return line.length < 60 && CLOSING.test(line.trim());
}

export function isDisclaimer(paragraph: string): boolean {
  return paragraph.length > 60 && DISCLAIMER.test(paragraph.trimStart().slice(0, 600));
}
