// Counts with DuckDB: one pass, a filtered count per label.
//   node duckdb.mjs QUESTIONS.json FILE THREADS
import fs from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [questions, file, threads] = process.argv.slice(2);
const asked = JSON.parse(fs.readFileSync(questions, 'utf8'));
const name = (text) => `"${text.replaceAll('"', '""')}"`;
const text = (value) => `'${value.replaceAll("'", "''")}'`;
const columns = ['count(*) AS n'];
for (const [question, { type, labels }] of Object.entries(asked)) {
  const column = name(question);
  if (type === 'quantity') {
    columns.push(`sum(CAST(${column} AS BIGINT)) AS ${name(`${question}/sum`)}`);
  } else if (type === 'text') {
    columns.push(`count(*) FILTER (WHERE ${column} <> '') AS ${name(`${question}/filled`)}`);
  }
  for (const label of labels) {
    const test = type === 'multiple' ? `contains(${column}, ${text(label)})` : `${column} = ${text(label)}`;
    columns.push(`count(*) FILTER (WHERE ${test}) AS ${name(`${question}/${label}`)}`);
  }
}
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const source = `read_csv(${text(file)}, all_varchar=true, header=true, delim=',', quote='"', escape='"', auto_detect=false, columns={${JSON.parse(process.env.HEADER).map((h) => `${text(h)}: 'VARCHAR'`).join(', ')}})`;
const rows = await (await connection.runAndReadAll(`SELECT ${columns.join(', ')} FROM ${source}`)).getRowObjects();
console.log(JSON.stringify(rows[0], (_, value) => (typeof value === 'bigint' ? Number(value) : value)));
