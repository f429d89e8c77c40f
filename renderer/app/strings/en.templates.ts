/** Words of templates. */
export const templateStrings = {
  templates: {
    title: 'Templates',
    hint: 'Texts you write often. They are put into a message with the button beside the formatting tools.',
    insert: 'Put in a template',
    manage: 'Templates in the settings…',
    add: 'Add template…',
    addTitle: 'A new template',
    editTitle: (name: string) => `Template “${name}”`,
    change: (name: string) => `Change the template “${name}”`,
    edit: 'Change…',
    name: 'Name',
    needsName: 'Give it a name to find it by.',
    body: 'Text of the template',
    placeholder: 'Dear {first name}, …',
    fields: (list: string) => `Filled in when it is used: ${list}`,
    save: 'Save',
    remove: 'Remove',
    removeTitle: (name: string) => `Remove the template “${name}”?`,
    removeBody: 'Messages written with it stay as they are.',
  },
};
