// Text as it is searched: small letters without their accents, straight apostrophes, plain dashes. The server's FoldedText does the same.
const whole: Record<string, string> = { "ß": "ss", "ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "\u00a0": " " };

export function fold(text: string): string {
  return text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/[\u2018\u2019\u02bb\u02bc\u00b4`]/g, "'").replace(/[\u2010\u2011\u2013\u2014]/g, "-").replace(/[ßłđøħŧıð\u00a0]/g, sign => whole[sign] ?? sign);
}
