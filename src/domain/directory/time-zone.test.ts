import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTimeZone } from './time-zone.ts';

const NAMES = [
  'Europe/Paris',
  'Europe/Kyiv',
  'Europe/Kiev',
  'Asia/Kolkata',
  'Asia/Calcutta',
  'America/Los_Angeles',
  'America/Argentina/ComodRivadavia',
  'America/Indiana/Knox',
  'America/Port-au-Prince',
  'Antarctica/DumontDUrville',
  'Etc/GMT+2',
  'Etc/GMT-14',
  'Etc/UTC',
  'US/Pacific',
  'Pacific/Kiritimati',
  'UTC',
  'GMT',
  'GMT0',
  'GMT+0',
  'EST',
  'EST5EDT',
  'CST6CDT',
  'MST7MDT',
  'PST8PDT',
  'MET',
  'GB',
  'GB-Eire',
  'NZ-CHAT',
  'W-SU',
  'ROK',
  'Zulu',
  'europe/paris',
  'EUROPE/PARIS',
  'utc',
];
for (const name of NAMES) test(`${name} is a time zone`, () => assert.equal(isTimeZone(name), true));

/** ICU takes these, and means something by each of them. */
const ABBREVIATIONS =
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST bst'.split(' ');
const ELSEWHERE = 'SystemV/PST8PDT US/Pacific-New Canada/East-Saskatchewan +02:00 -08 UTC+2 GMT+2 CEST PDT Z'.split(
  ' ',
);
const NOWHERE =
  'BST/London Europe/BST Europe Europe/ /Paris Mars/Olympus Paris Local Factory localtime Etc/Unknown'.split(' ');
const OTHERS = [
  ...ABBREVIATIONS,
  ...ELSEWHERE,
  ...NOWHERE,
  '',
  'posix/Europe/Paris',
  'W. Europe Standard Time',
  'Europe/Paris ',
  ' Europe/Paris',
  'Europe/Paris\n',
  'constructor',
];
for (const name of OTHERS) test(`${JSON.stringify(name)} is none`, () => assert.equal(isTimeZone(name), false));

test('whatever the server itself lists is one', () => {
  for (const name of Intl.supportedValuesOf('timeZone')) assert.equal(isTimeZone(name), true, name);
});
