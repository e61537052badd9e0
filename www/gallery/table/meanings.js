/**
 * What a row can mean: a point of the journey and its mood.
 * @typedef {{ id: string, label: string, kt?: 0 | 1 | 2 | 3, mood?: "red" | "blue" }} Meaning
 */

/** All meanings, in the order of the journey. @type {Meaning[]} */
export const MEANINGS = [
  { id: "0", label: "First contact", kt: 0 },
  { id: "1red", label: "KT1 red: comes to us", kt: 1, mood: "red" },
  { id: "1blue", label: "KT1 blue: goes elsewhere", kt: 1, mood: "blue" },
  { id: "2red", label: "KT2 red: buys", kt: 2, mood: "red" },
  { id: "2blue", label: "KT2 blue: leaves", kt: 2, mood: "blue" },
  { id: "3red", label: "KT3 red: content", kt: 3, mood: "red" },
  { id: "3blue", label: "KT3 blue: disappointed", kt: 3, mood: "blue" },
  { id: "", label: "Leave out" },
];

/** @param {string} id */
export const meaning = id => MEANINGS.find(one => one.id === id) ?? MEANINGS[MEANINGS.length - 1];

/**
 * Beginnings of words by what they mean; a mark of exclamation ends a word. What stands first counts first: "closed lost" is lost,
 * "disqualified" is not qualified.
 * @type {[string, string][]}
 */
const WORDS = [
  ["3blue", `churn complain refund return! returned dissatisf unsatisf unhappy disappoint reklam beschwer kündig erstattet rückgabe
    unzufrieden rembours plainte insatisf déçu queja devol reemb reclam decepcion insoddisf rimbors reso! klacht opgezegd retour
    возврат жалоб недовол разочар reklamac zwrot nemulțum nemultum`],
  ["1blue", `disqualif unqualif elsewhere competitor rival konkurr concurr concorren concurent wettbewerb unqualifiziert конкур`],
  ["2blue", `lost lose cancel no-show noshow reject declin abandon abgelehnt verloren abgesagt storniert abgebrochen absage
    perdu annul refus perdid perso! persa! annull rifiut rechazad geannuleerd afgewezen потер проигр отмен отказ pierdut anulat
    refuzat przegran anulowan odrzuc utracon failed expired unsubscribed not! unpaid`],
  ["3red", `renew repeat regular loyal satisf happy referr upsell content! verläng zufrieden stamm treu fidel fidèle renouvel renov
    rinnov soddisf tevreden постоян доволен рекоменд продл mulțumit multumit zadowol stał`],
  ["2red", `won! win! purchas bought buy order paid! sold sale! check-out checkout complet closed close! signed contract subscribed
    deliver invoice gewonnen gekauft kauf bestell bezahlt verkauft abgeschlossen unterschr gagn achat achet command payé pay! vendu
    signé conclu ganad compr pagad pagat vendid firmad vinto vinta acquist vendut firmat ganho fechad gekocht betaald verkocht
    выигр куп покуп оплач заказ продан продаж câștig castig cumpăr cumpar plătit platit comand vândut wygran kupi zakup zapłac zamów`],
  ["1red", `engag qualif talk visit demo! demonstr propos negotiat quot offer meeting trial evaluat consider cart angebot verhandl
    gespräch besuch termin vorführ négoci devis visite rendez negoci propuesta cotiz visita reunión trattat preventiv offert
    incontro reunião onderhandel bezoek afspraak перегов предлож встреч квалиф визит vizit ofert întâlnire rozmow spotk wizyt`],
  ["0", `lead prospect new! open contact first inquir enquir request subscriber visitor aware anfrage kontakt neu! offen interess
    nouveau nouvelle nuevo nueva nuovo nuova novo! nova! premier primer primo nieuw лид нов заявк обращ контакт интерес nou! cerere
    nowy zapyt`],
];

/** @type {[string, RegExp][]} */
const PATTERNS = WORDS.map(([id, words]) => {
  const parts = words.trim().split(/\s+/).map(word => (word.endsWith("!") ? `${word.slice(0, -1)}(?!\\p{L})` : word));
  return [id, new RegExp(`(?<!\\p{L})(?:${parts.join("|")})`, "u")];
});

/**
 * What a value of a column of stages means, as far as its words say so.
 * @param {string} value
 * @returns {string} a meaning's id; empty where nothing is known
 */
export function guessMeaning(value) {
  const text = value.toLowerCase().normalize("NFC").replaceAll("_", " ").replace(/\bno[ -]show/, "no-show").replace(/\bcheck(?:ed)?[ -]?out/, "checkout");
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? "";
}
