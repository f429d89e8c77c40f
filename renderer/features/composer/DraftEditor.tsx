import { useQuery } from '@tanstack/react-query';
import { Paperclip, Trash2 } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Attachment } from '#shared/contract/model.ts';
import { tellError } from '../../app/acts.ts';
import { announce } from '../../app/announce.tsx';
import { shortcutOf } from '../../app/commands.ts';
import { formatWhen } from '../../app/format.ts';
import { draftQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { ChannelBar } from './ChannelBar.tsx';
import styles from './Composer.module.css';
import { countryOf, type Way } from './channels.ts';
import { ReportNote } from './DeliveryReport.tsx';
import { DraftBody } from './DraftBody.tsx';
import { DraftNotice } from './DraftNotice.tsx';
import type { DraftSession } from './DraftSession.ts';
import type { DraftFields } from './draft-state.ts';
import { EnvelopeFields } from './EnvelopeFields.tsx';
import { FileChips } from './FileChips.tsx';
import { FoldedText } from './FoldedText.tsx';
import { Forgotten } from './Forgotten.tsx';
import { FormattingToggle } from './FormattingToggle.tsx';
import { fillTemplate } from './fill-template.ts';
import { refusal, reminders } from './guards.ts';
import type { RichTextHandle } from './rich/RichText.tsx';
import { SaveLine } from './SaveLine.tsx';
import { askForReminder, askToSendLater, SendButton } from './SendButton.tsx';
import { SenderPicker } from './SenderPicker.tsx';
import { SignatureFold } from './SignatureFold.tsx';
import { StandingNotice } from './StandingNotice.tsx';
import { sendDraft } from './sendDraft.ts';
import { TemplateMenu } from './TemplateMenu.tsx';
import { filesRefusal, TextFilesNotice } from './TextFilesNotice.tsx';
import { useAccounts } from './useAccounts.ts';
import { useDrafting } from './useDrafting.ts';
import { useFiles } from './useFiles.ts';
import { useMailSize } from './useMailSize.ts';
import { preferredSender, useSenders } from './useSenders.ts';
import { useShrink } from './useShrink.ts';
import { type TextCheck, useTextCheck } from './useTextCheck.ts';

const t = strings.composer;

/** What the carrier, or the person, would say to this text; null when nothing stands against it. */
function textRefusal(files: readonly Attachment[], check: TextCheck | null): string | null {
  if (!check) return null;
  const { state } = check.standing;
  const words = strings.settings.texts.compose;
  if (state !== 'open') return state === 'review' ? words.refusedReview : words.optedOutTitle;
  return filesRefusal(files, check);
}

export interface DraftEditorProps {
  session: DraftSession;
  ways: readonly Way[];
  /** Show the recipients and the subject; texts to a known person need neither. */
  envelope: boolean;
  placeholder: string;
  /** The formatting tools may be shown. */
  tools: boolean;
  focus: 'text' | 'to' | null;
  /** It was sent or thrown away. */
  onDone: (how: 'sent' | 'discarded') => void;
  onFocus?: () => void;
  /** The focus went elsewhere. */
  onBlur?: () => void;
  /** Escape: leave the composer, keep the draft. */
  onLeave: () => void;
  /** To put text where the cursor is. */
  body?: RefObject<RichTextHandle | null>;
  children?: ReactNode;
}

/** The one composer: which channel, from whom, to whom, text, tools, send. */
export function DraftEditor(props: DraftEditorProps) {
  const { session, ways, envelope, onDone, onLeave } = props;
  const state = useSyncExternalStore(session.subscribe, session.snapshot);
  const { fields } = state;
  const mail = fields.channel === 'mail';
  const country = countryOf(useAccounts());
  const check = useTextCheck(fields);
  const { senders, mine, sender } = useSenders(fields);
  const tooLarge = useMailSize(state);
  const shrink = useShrink(session, state.attachments);
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState<{ words: string[]; later: boolean } | null>(null);
  const [sending, setSending] = useState(false);
  const ownBody = useRef<RichTextHandle>(null);
  const body = props.body ?? ownBody;
  const { attach, dragging, target } = useFiles({ session, body, shrink, onRefused: setProblem });
  const rich = mail && fields.html !== null;
  const fileInput = useRef<HTMLInputElement>(null);
  /** What the other channel had, so that going back brings it back. */
  const stash = useRef<Partial<Record<DraftFields['channel'], Pick<DraftFields, 'to' | 'cc' | 'bcc'>>>>({});

  useEffect(() => () => session.leave(), [session]);
  const stored = useQuery(draftQuery(state.id)).data;
  useEffect(() => {
    if (stored) session.take(stored);
  }, [session, stored]);
  const change = (part: Partial<DraftFields>) => {
    setProblem(null);
    setAsking(null);
    session.change(part);
  };

  const switchTo = (way: Way) => {
    if (way.channel === fields.channel) {
      const to = way.to.length > 0 ? [...way.to] : fields.to;
      change({ accountId: way.accountId, to, senderId: preferredSender(senders, way.accountId) });
      return;
    }
    stash.current[fields.channel] = { to: fields.to, cc: fields.cc, bcc: fields.bcc };
    const kept = stash.current[way.channel] ?? { to: [...way.to], cc: [], bcc: [] };
    setProblem(null);
    setAsking(null);
    const senderId = preferredSender(senders, way.accountId);
    session.switchTo({ channel: way.channel, accountId: way.accountId, senderId, ...kept });
    body.current?.focus();
  };

  /** Whether it can go as it is; says what stands against it. */
  const ready = (sure: boolean, later: boolean): boolean => {
    const now = session.snapshot();
    const no = refusal(now, country) ?? textRefusal(now.attachments, check) ?? tooLarge;
    setProblem(no);
    if (no) {
      announce(no, 'assertive');
      return false;
    }
    const forgotten = sure ? [] : reminders(now);
    setAsking(forgotten.length > 0 ? { words: forgotten, later } : null);
    return forgotten.length === 0;
  };

  const send = async (sure: boolean, at: number | null = null) => {
    if (sending || !ready(sure, false)) return;
    setSending(true);
    try {
      await sendDraft(session, at);
      onDone('sent');
    } catch (error) {
      tellError(error);
    } finally {
      setSending(false);
    }
  };

  const sendLater = (sure = false) => {
    if (!sending && ready(sure, true)) askToSendLater((at) => void send(true, at));
  };

  const discard = () =>
    void session
      .discard()
      .then((actionId) => {
        if (actionId) useApp.getState().toast({ text: t.discarded, undoActionId: actionId });
        onDone('discarded');
      })
      .catch(tellError);

  const remind = (remindAt: number | null) => change({ remindAt });

  const form = useDrafting({
    run: (act) => {
      const sure = asking !== null;
      if (act === 'send') void send(sure);
      else if (act === 'send-later') sendLater(sure);
      else if (act === 'send-remind') askForReminder(fields.remindAt, remind);
      else if (act === 'attach') fileInput.current?.click();
      else discard();
    },
    insert: (template) => body.current?.insert(fillTemplate(template, fields, sender)),
  });

  /** The account in use goes by the address that is sent from. */
  const named = ways.map((way) =>
    sender && way.accountId === sender.accountId ? { ...way, from: sender.address } : way,
  );
  const lost = [
    fields.subject && state.mode === 'new' ? t.lostSubject : '',
    fields.cc.length + fields.bcc.length > 0 ? t.lostCc : '',
    fields.quote ? t.lostQuote : '',
  ].filter(Boolean);

  return (
    <form
      ref={form}
      className={cx(styles.composer, dragging && styles.dragging)}
      aria-label={t.label}
      data-channel={fields.channel}
      onSubmit={(event) => {
        event.preventDefault();
        void send(false);
      }}
      onFocus={props.onFocus}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        session.leave();
        props.onBlur?.();
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || event.defaultPrevented) return;
        if (event.key === 'Escape') {
          event.preventDefault();
          session.leave();
          onLeave();
        }
      }}
      {...target}
    >
      <div className={styles.top}>
        <ChannelBar ways={named} channel={fields.channel} accountId={fields.accountId} onChange={switchTo} />
        {mail && mine.length > 1 ? (
          <SenderPicker senders={mine} sender={sender} onChange={(senderId) => change({ senderId })} />
        ) : null}
        {props.children}
      </div>
      {envelope ? (
        <EnvelopeFields
          fields={fields}
          country={country}
          focusTo={props.focus === 'to'}
          invalid={problem !== null}
          onChange={change}
        />
      ) : null}
      <DraftBody
        ref={body}
        session={session}
        state={state}
        tall={envelope && state.mode === 'new'}
        placeholder={props.placeholder}
        tools={props.tools}
        focus={props.focus === 'text'}
        onChange={change}
        onPictures={(files) => attach(files, true)}
      />
      {mail && props.tools && sender ? (
        <SignatureFold
          fields={fields}
          sender={sender}
          onChange={change}
          onEdited={() => body.current?.focus()}
        />
      ) : null}
      {mail && fields.quote ? (
        <FoldedText
          label={t.quoteKept}
          showLabel={t.quoteShow}
          dropLabel={t.quoteDrop}
          text={fields.quote}
          onDrop={() => change({ quote: '' })}
        />
      ) : null}
      <FileChips
        files={state.attachments.filter(({ inline }) => !inline || !rich)}
        attaching={state.attaching}
        onRemove={(id) => session.detach(id).catch(tellError)}
      />
      {!mail && lost.length > 0 ? (
        <p className={styles.note}>{t.dropLost(strings.common.list(lost))}</p>
      ) : null}
      {tooLarge && problem === null ? (
        <p className={styles.problem} role="status">
          {tooLarge}
        </p>
      ) : null}
      {mail ? null : <TextFilesNotice files={state.attachments} check={check} shrink={shrink} />}
      {check ? <StandingNotice standing={check.standing} to={fields.to[0]?.address ?? ''} /> : null}
      {problem ? (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      ) : null}
      {asking ? (
        <Forgotten
          words={asking.words}
          onKeepWriting={() => {
            setAsking(null);
            body.current?.focus();
          }}
          onSend={() => (asking.later ? sendLater(true) : void send(true))}
        />
      ) : null}
      {mail ? <ReportNote fields={fields} onChange={change} /> : null}
      {fields.remindAt === null ? null : (
        <p className={styles.note}>
          {strings.when.willRemind(formatWhen(fields.remindAt))}{' '}
          <Button size="small" variant="quiet" onClick={() => remind(null)}>
            {strings.when.noRemind}
          </Button>
        </p>
      )}
      {state.notice ? <DraftNotice notice={state.notice} /> : null}
      {state.error ? (
        <div className={styles.ask}>
          <ErrorBanner error={state.error} />
        </div>
      ) : null}
      <footer className={styles.foot}>
        <SaveLine state={state} />
        <input
          ref={fileInput}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            attach(event.target.files ?? []);
            event.target.value = '';
          }}
        />
        <TemplateMenu onInsert={(template) => body.current?.insert(fillTemplate(template, fields, sender))} />
        {mail ? <FormattingToggle rich={rich} onRich={() => session.format(true)} /> : null}
        <IconButton
          label={t.attach}
          shortcut={shortcutOf('attach')}
          icon={<Paperclip aria-hidden />}
          onClick={() => fileInput.current?.click()}
        />
        {session.empty && state.mode !== 'new' ? null : (
          <IconButton
            label={t.discard}
            shortcut={shortcutOf('discard')}
            icon={<Trash2 aria-hidden />}
            onClick={discard}
          />
        )}
        <SendButton
          busy={sending}
          remindAt={fields.remindAt}
          report={mail ? { fields, onChange: change } : null}
          onLater={() => sendLater()}
          onRemind={remind}
        />
      </footer>
    </form>
  );
}
