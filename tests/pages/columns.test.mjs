// Tables without a page: how they are read, which column is guessed to be what, and what events come of it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readDate, readOrder } from "../../www/gallery/table/dates.js";
import { plainTable, readEvents } from "../../www/gallery/table/events.js";
import { guess, guessMeanings } from "../../www/gallery/table/guess.js";
import { guessMeaning } from "../../www/gallery/table/meanings.js";
import { readDecimals, readNumber } from "../../www/gallery/table/numbers.js";
import { missing, tell } from "../../www/gallery/table/summary.js";
import { Table } from "../../www/gallery/table/table.js";

/** Lines of a table. */
const lines = (...rows) => `${rows.join("\n")}\n`;

/** A table with the choice that is guessed. */
async function guessed(text, order = "dmy") {
  const table = await Table.read("table.csv", text);
  const choice = guess(table, order);
  const names = choice.stage < 0 ? [""] : (await table.cells([choice.stage]))[0];
  choice.meanings = guessMeanings(names, choice.stage < 0);
  const columns = Object.entries(choice).filter(([, column]) => typeof column === "number" && column >= 0);
  return { table, choice, columns: Object.fromEntries(columns.map(([field, column]) => [field, table.columns[column]])) };
}

/** The events of a table as they are guessed: client, date, stage. */
async function events(text, change = {}) {
  const { table, choice } = await guessed(text);
  const reading = await readEvents(table, { ...choice, ...change });
  return { ...reading, table, choice, list: reading.events.map(({ client, at, stage }) => `${client} ${at} ${stage}`) };
}

describe("a table", () => {
  test("is parted by what its rows have in common", async () => {
    for (const [separator, text] of [
      [",", 'a,b;c\n"1,5",x\n2,"y\n""z"""\n\n3,w'],
      [";", "a;b, c\n1,5;x\n2;y\n3;w"],
      ["\t", "a\tb\n1,5\tx\n2\t\n3\tw"],
      ["|", "a|b\n1|x\n2|y\n3|w"],
    ]) {
      const { length, columns, lines, ...table } = await Table.read("t", `\ufeff${text.replaceAll("\n", "\r\n")}`);
      assert.deepEqual([table.separator, columns.length, lines[0]], [separator, 2, 2], text);
    }
    const quoted = await Table.read("t", 'a,b\n"1,5",x\n2,"y\n""z"""\n\n3,w');
    assert.deepEqual([0, 1, 2].map(row => quoted.row(row)), [["1,5", "x"], ["2", 'y\n"z"'], ["3", "w"]]);
    assert.deepEqual(quoted.lines, [2, 3, 6]);
  });

  test("may have no names, and runs of blanks between its cells", async () => {
    const table = await Table.read("t", " 0001 19970101  1   11.77\r\n 0002 19970112  1   12.00\r\n");
    assert.deepEqual([table.hasHead, table.columns, table.row(1)],
      [false, ["column 1", "column 2", "column 3", "column 4"], ["0002", "19970112", "1", "12.00"]]);
    assert.equal((await Table.read("t", " id  date\n 1 19970101\n 2 19970102\n")).hasHead, true);
  });

  test("may name its columns in part, or twice", async () => {
    const { columns, length } = await Table.read("t", lines(",date,name,name", "0,2026-01-01,a,b", "1,2026-01-02,c,d"));
    assert.deepEqual([columns, length], [["column 1", "date", "name", "name (column 4)"], 2]);
  });

  test("is not what has one column, or one row", async () => {
    for (const text of ["", "Remember the milk", "Remember\nthe milk", "a,b", "Dear all,\nplease come on time.\nThanks"]) {
      assert.equal(await Table.read("t", text), undefined, text);
    }
  });

  test("leaves out rows of another length, and takes words for nothing as nothing", async () => {
    const table = await Table.read("t", lines("a,b", "1,NULL", "2", "3,n/a", "4,x"));
    assert.deepEqual([table.length, table.uneven, table.lines, table.row(1)], [3, 1, [2, 4, 5], ["3", ""]]);
  });

  test("has a date for three columns that make one", async () => {
    const table = await Table.read("t", lines("day,month,year,n", "3,July,2015,x", "30,May,2016,y"));
    assert.deepEqual([table.columns.at(-1), table.row(0).at(-1), table.row(1).at(-1)], ["year, month, day", "2015-07-03", "2016-05-30"]);
    assert.deepEqual((await table.cells([4]))[0], ["2015-07-03", "2016-05-30"]);
  });
});

describe("dates and numbers", () => {
  test("are read as people write them", () => {
    for (const [written, plain] of [
      ["2026-03-01", "2026-03-01"], ["2026-3-1", "2026-03-01"], ["2026/03/01", "2026-03-01"], ["20260301", "2026-03-01"], ["2026-03", "2026-03-01"],
      ["2026-03-01 09:30", "2026-03-01T09:30:00"], ["2026-03-01T09:30:15,5+02:00", "2026-03-01T09:30:15.5+02:00"],
      ["31/12/2025", "2025-12-31"], ["1.2.26", "2026-02-01"], ["1-2-1997 4:05 pm", "1997-02-01T16:05:00"], ["1/2/26 12:00 AM", "2026-02-01T00:00:00"],
      ["1 July 2015", "2015-07-01"], ["July 1, 2015", "2015-07-01"], ["12-Mar-26", "2026-03-12"], ["Mon, 2 Mar 2026", "2026-03-02"],
      ["1. März 2026", "2026-03-01"], ["1er août 2026", "2026-08-01"], ["3 de marzo de 2026", "2026-03-03"], ["15 июля 2026", "2026-07-15"],
      ["2026-13-01", ""], ["30.02.2026", ""], ["soon", ""], ["12345678", ""], ["3.14", ""], ["", ""], ["25:61", ""],
    ]) {
      assert.equal(readDate(written, "dmy"), plain, written);
    }
    assert.equal(readDate("7/1/2015", "mdy"), "2015-07-01");
    assert.equal(readDate("7.1.2015", "mdy"), "2015-01-07", "dots are never American");
  });

  test("say in which order a day and a month stand, or that it must be asked", () => {
    assert.equal(readOrder(["1/2/2026", "13/2/2026"]), "dmy");
    assert.equal(readOrder(["1/2/2026", "1/31/2026"]), "mdy");
    assert.equal(readOrder(["1/2/2026", "3/4/2026"]), "either");
    assert.equal(readOrder(["2026-02-01", "1.2.2026"]), undefined);
  });

  test("have decimals as their column has them", () => {
    for (const [column, numbers] of [
      [["1200.50", "7", "-3"], [1200.5, 7, -3]], [["1,200.50", "$1,200", "(5.00)"], [1200.5, 1200, -5]],
      [["1.200,50", "1 200,5 €", "3"], [1200.5, 1200.5, 3]], [["1,5", "x", ""], [1.5, NaN, NaN]], [["1,200", "12,500"], [1200, 12500]],
      [["CHF 1'200.00", "EUR 3"], [1200, 3]],
    ]) {
      assert.deepEqual(column.map(cell => readNumber(cell, readDecimals(column))), numbers, column.join(" "));
    }
  });
});

describe("a guess", () => {
  test("knows columns by their names and values, in several languages", async () => {
    for (const [text, expected, meanings] of [
      [["account,date,stage,amount,source", "Acme,2026-01-01,Lead,,Fair", "Acme,2026-01-09,Closed Won,1200,", "Bolt,2026-01-02,Lead,,Web", "Bolt,2026-02-02,Closed Lost,0,"],
        { client: "account", at: "date", stage: "stage", value: "amount", spring: "source" }, { Lead: "0", "Closed Won": "2red", "Closed Lost": "2blue" }],
      [["Nr;Kunde;Datum;Status;Umsatz;Bemerkung", "1;Alt;1.2.2026;Angebot;;bald", "2;Alt;5.2.2026;Gewonnen;1.200,50;", "3;Neu;3.2.2026;Angebot;;", "4;Neu;9.2.2026;Verloren;;ja"],
        { client: "Kunde", at: "Datum", stage: "Status", value: "Umsatz", note: "Bemerkung" }, { Angebot: "1red", Gewonnen: "2red", Verloren: "2blue" }],
      [["client\tdate\tétape\tcanal\tmontant", "A\t1/2/2026\tdevis\tsalon\t", "A\t15/2/2026\tgagné\tsalon\t10", "B\t3/2/2026\tperdu\tsite\t"],
        { client: "client", at: "date", stage: "étape", value: "montant", spring: "canal" }, { devis: "1red", gagné: "2red", perdu: "2blue" }],
      [["клиент;дата;этап;сумма;источник", "А;01.02.2026;заявка;;сайт", "А;03.02.2026;оплачено;100;сайт", "Б;02.02.2026;отказ;;звонок", "А;09.02.2026;жалоба;;"],
        { client: "клиент", at: "дата", stage: "этап", value: "сумма", spring: "источник" }, { заявка: "0", оплачено: "2red", отказ: "2blue", жалоба: "3blue" }],
      [["cliente,fecha,estado,importe", "A,1/2/2026,visita,", "A,20/2/2026,vendido,5", "B,3/2/2026,cancelado,"],
        { client: "cliente", at: "fecha", stage: "estado", value: "importe" }, { visita: "1red", vendido: "2red", cancelado: "2blue" }],
    ]) {
      const { columns, choice } = await guessed(lines(...text));
      assert.deepEqual(columns, expected);
      assert.deepEqual(Object.fromEntries(choice.meanings), meanings);
    }
  });

  test("of a row with two dates takes the earlier one for its beginning, and the row's own name for the client", async () => {
    const { columns, choice } = await guessed(lines("deal_id,account,status,opened,closed",
      "d1,Acme,Won,2026-01-01,2026-02-01", "d2,Acme,Lost,2026-01-05,2026-01-09", "d3,,Open,2026-01-07,", "d4,Bolt,Won,2026-01-09,2026-01-12"));
    assert.deepEqual(columns, { client: "deal_id", at: "closed", began: "opened", stage: "status" });
    assert.equal(choice.again, false);
  });

  test("takes each row for another client where nothing names one, and for a purchase where no stage does", async () => {
    assert.deepEqual((await guessed(lines("status,updated", "Check-Out,7/1/2015", "No-Show,7/31/2015", "Canceled,7/2/2015"))).columns, { at: "updated", stage: "status" });
    const { columns, choice } = await guessed(lines("1 20260101 2 3.50", "1 20260105 1 1.00", "2 20260101 1 2.25"));
    assert.deepEqual(columns, { client: "column 1", at: "column 2", value: "column 4" });
    assert.deepEqual([choice.again, [...choice.meanings]], [true, [["", "2red"]]]);
  });

  test("knows what words mean, also where one is part of another", () => {
    for (const [value, meant] of [
      ["Closed Lost", "2blue"], ["closed_won", "2red"], ["Disqualified", "1blue"], ["Qualified", "1red"], ["Unhappy", "3blue"], ["Happy", "3red"],
      ["No Show", "2blue"], ["Checked out", "2red"], ["Engaging", "1red"], ["New lead", "0"], ["Wonder", ""], ["unpaid", "2blue"], ["xyz", ""],
    ]) {
      assert.equal(guessMeaning(value), meant, value);
    }
  });
});

describe("events", () => {
  test("of two dates are the beginning and the end; the only row of a client may have none", async () => {
    const { list, undated, odd, left, table, choice, ...reading } = await events(lines("id,status,opened,closed",
      "a,Won,2026-01-01,2026-02-01", "b,Lost,2026-01-05,2026-01-09", "c,Engaged,2026-01-07,", "d,Lead,,", "e,Won,2026-01-03,2026-01-12", "f,Won,soon,2026-01-12",
      "g,Won,2026-01-15,2026-01-19", ",Won,2026-01-01,2026-01-02"));
    assert.deepEqual(list, ["a 2026-01-01 opened (began)", "a 2026-02-01 Won", "b 2026-01-05 opened (began)", "b 2026-01-09 Lost", "c 2026-01-07 Engaged",
      "d 2026-02-01 Lead", "e 2026-01-03 opened (began)", "e 2026-01-12 Won", "g 2026-01-15 opened (began)", "g 2026-01-19 Won"]);
    assert.deepEqual([reading.rows, reading.clients, undated, odd.size], [6, 6, 1, 0]);
    assert.deepEqual([...left], [["with a date that cannot be read", { count: 1, line: 7 }], ["without id", { count: 1, line: 9 }]]);
    assert.equal(missing(choice, { ...reading, left }), undefined);
    const said = tell(table, choice, { ...reading, undated, odd, left });
    assert.equal(said[0], "6 rows, 6 clients, 2026-01-01 to 2026-02-01.");
    assert.equal(said.at(-1), "Left out: 1 row with a date that cannot be read (line 7); 1 row without id (line 9).");
  });

  test("end where they end, though the row begins later", async () => {
    const text = lines("id,status,opened,closed", "a,Lost,2026-01-09,2026-01-05");
    const { list, odd } = await events(text, { client: 0, stage: 1, began: 2, at: 3, meanings: new Map([["Lost", "2blue"]]) });
    assert.deepEqual([list, odd.size], [["a 2026-01-05 Lost"], 1]);
  });

  test("of who comes back after buying tell of a regular, in the order of time", async () => {
    const { list, back } = await events(lines("customer,date,amount", "a,2026-02-01,5", "b,2026-01-01,1", "a,2026-01-01,3", "a,2026-02-01,4"));
    assert.deepEqual(list, ["a 2026-02-01 came back", "a 2026-02-01 buys", "b 2026-01-01 buys", "a 2026-01-01 buys", "a 2026-02-01 came back", "a 2026-02-01 buys"]);
    assert.equal(back, 2);
  });

  test("of one day are taken from below where the newest rows come first", async () => {
    const newest = ["a,2026-01-03,Won", "b,2026-01-02,Lost", "a,2026-01-02,Lead", "b,2026-01-02,Lead"];
    const of = async rows => (await events(lines("client,date,stage", ...rows))).list;
    const oldest = ["b 2026-01-02 Lead", "a 2026-01-02 Lead", "b 2026-01-02 Lost", "a 2026-01-03 Won"];
    assert.deepEqual(await of(newest), oldest);
    assert.deepEqual(await of(newest.toReversed()), oldest);
  });

  test("are written as a plain table: what a row says beside them stands once, and no cell breaks out of its quotes", async () => {
    const { table, choice } = await guessed(lines("Kunde;Datum;Status;Umsatz;Notiz", 'A "B";1.2.2026;Gekauft;1.200,50;"x', 'y"', "C;2.2.2026;Verloren;viel;", "C;1.2.2026;Kontakt;1,5;"));
    const reading = await readEvents(table, { ...choice, value: 3 });
    const { text, columns, stages } = await plainTable(reading);
    assert.equal(text, lines("client,at,stage,value,spring,note", '"A ""B""",2026-02-01,"Gekauft","1200.5","All clients","x y"',
      '"C",2026-02-02,"Verloren","","All clients",""', '"C",2026-02-01,"Kontakt","1.5",,""').trimEnd());
    assert.deepEqual(Object.keys(columns), ["client", "at", "stage", "value", "spring", "note"]);
    assert.deepEqual(stages, { Gekauft: { kt: 2, mood: "red" }, Verloren: { kt: 2, mood: "blue" }, Kontakt: { kt: 0 } });
    assert.deepEqual([...reading.odd], [["Umsatz is no number, and ignored", { count: 1, line: 4 }]]);
  });

  test("may have any name for a stage", async () => {
    const { meanings, list } = await events(lines("client,date,stage", "a,2026-01-01,__proto__", "b,2026-01-02,constructor"),
      { stage: 2, meanings: new Map([["__proto__", "2red"], ["constructor", "2blue"]]) });
    assert.deepEqual(Object.keys(meanings), ["__proto__", "constructor"]);
    assert.equal(list.length, 2);
  });

  test("that cannot be are said plainly", async () => {
    const text = lines("client,stage", "a,Won", "b,Lost");
    const { choice, ...reading } = await events(text);
    assert.match(missing(choice, reading), /^No date is chosen/);
    const without = await events(lines("client,date,stage", "a,2026-01-01,x", "b,2026-01-02,y"), { stage: 2, meanings: new Map() });
    assert.equal(missing({ ...without.choice, stage: 2 }, without), "Say what at least one of the stages means.");
  });
});
