import { create } from 'zustand';
import { type ChangeMailForm, emptyMailForm, type MailForm } from './mail-form.ts';
import { emptyPhoneForm, type PhoneForm } from './phone-form.ts';

interface AccountForms {
  step: 'choose' | 'mail' | 'phone';
  mail: MailForm;
  phone: PhoneForm;
  goTo: (step: AccountForms['step']) => void;
  changeMail: ChangeMailForm;
  changePhone: (part: Partial<PhoneForm>) => void;
  /** Forgets everything typed, the secrets first of all. */
  reset: () => void;
}

const fresh = { step: 'choose', mail: emptyMailForm, phone: emptyPhoneForm } as const;

/** What was typed to add an account: in memory, so that going back or to another place loses nothing. */
export const useAccountForms = create<AccountForms>((set) => ({
  ...fresh,
  goTo: (step) => set({ step }),
  changeMail: (change) => set((state) => ({ mail: change(state.mail) })),
  changePhone: (part) => set((state) => ({ phone: { ...state.phone, ...part } })),
  reset: () => set(fresh),
}));
