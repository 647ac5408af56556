/** A ticket of the customer's CRM, known to us only as the way to a contact. */
export type Ticket = { readonly id: string; readonly contactId: number; readonly url: string | null };
