/** A catalogue of events: code (`noun.past_participle`) → the line that people read. */
// biome-ignore lint/suspicious/noExplicitAny: each entry narrows its own data; the union is checked at emit()
export type EventCatalogue = Record<string, (data: any) => string>
