/** The shapes of the business, its staff, and who a token speaks for. */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = Type.String();
const truth = Type.Enum(['true', 'false']);
const time = Type.String({ format: 'date-time', description: 'UTC, milliseconds.' });
const role = Type.Enum(['admin', 'manager', 'user']);

/** The business of an address. */
export const BusinessParams = Type.Object({ business_uid: text });
/** One of its staff. */
export const StaffParams = Type.Object({ business_uid: text, staff_uid: text });
/** An entity of version 3. */
export const UidParams = Type.Object({ uid: text });
/** Which staff. */
export const StaffQuery = Type.Object({ status: Type.Optional(Type.Enum(['active', 'all'], { default: 'active' })) });

const names = { display_name: text, first_name: text, last_name: text, email: text };

/** A staff member of the older operations. */
const Staff = Type.Object({
  id: text,
  ...names,
  mobile_number: Type.Null(),
  role,
  active: truth,
  deleted: truth,
  professional_title: Type.Null(),
  photo: orNull(text),
  invite_sent: truth,
  blocked_at: orNull(time),
});
/** All of them. */
export const Staffs = Type.Object({ staff: Type.Array(Staff) });
/** One of them. */
export const OneStaff = Type.Object({ staff: Staff });

/** A staff member of version 3. */
export const StaffMember = Type.Object({
  uid: text,
  business_uid: text,
  ...names,
  role,
  active: Type.Boolean(),
  photo_url: orNull(text),
  created_at: time,
});

/** The business with who runs it. */
export const BusinessAnswer = Type.Object({
  status: Type.Literal('OK'),
  data: Type.Object({
    business: Type.Object({
      admin_account: orNull(Type.Object({ staff_uid: text, ...names })),
      business: Type.Object({ id: text, name: text, time_zone: text, phone: orNull(text) }),
      meta: Type.Object({ created_at: time }),
    }),
  }),
});

/** The one business of a token, as a list. */
export const Businesses = Type.Object({
  businesses: Type.Array(Type.Object({ uid: text, name: text, time_zone: text, created_at: time }), { maxItems: 1 }),
});

/** Whom a token speaks for. */
export const UserInfo = Type.Object({
  sub: text,
  type: text,
  role: orNull(role),
  email: orNull(text),
  business_id: text,
  business_uid: text,
  business_name: text,
  directory_uid: Type.Null(),
  brand_host: text,
  brand_theme: Type.Null(),
});
