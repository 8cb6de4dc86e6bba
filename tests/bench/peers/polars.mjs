// Counts with Polars' streaming engine: one pass, a sum of comparisons per label. The number of
// threads comes from POLARS_MAX_THREADS.
//   node polars.mjs QUESTIONS.json FILE
import fs from 'node:fs';
import pl from 'nodejs-polars';

const [questions, file] = process.argv.slice(2);
const asked = JSON.parse(fs.readFileSync(questions, 'utf8'));
const columns = [pl.col(Object.keys(asked)[0]).count().alias('n')];
for (const [question, { type, labels }] of Object.entries(asked)) {
  const column = pl.col(question);
  if (type === 'quantity') {
    columns.push(column.cast(pl.Int64).sum().alias(`${question}/sum`));
  } else if (type === 'text') {
    columns.push(column.neq(pl.lit('')).cast(pl.Int64).sum().alias(`${question}/filled`));
  }
  for (const label of labels) {
    const test = type === 'multiple' ? column.str.contains(label) : column.eq(pl.lit(label));
    columns.push(test.cast(pl.Int64).sum().alias(`${question}/${label}`));
  }
}
const counted = await pl.scanCSV(file, { inferSchemaLength: 0 }).select(...columns).collect({ streaming: true });
console.log(JSON.stringify(counted.toRecords()[0], (_, value) => (typeof value === 'bigint' ? Number(value) : value)));
