/** The figures of the voice agent at the console: `/app/voice-report.json`. Plain types, also for the page. */
import type { VoiceReport } from '#domain/voice-agent/figures.ts';

/** Spans that pages ask for, in hours: a day, a week, four weeks. */
export const REPORT_HOURS = [24, 168, 672] as const;
export type ReportHours = (typeof REPORT_HOURS)[number];

/** What talks came to in the last hours. */
export type VoiceReportView = VoiceReport;
