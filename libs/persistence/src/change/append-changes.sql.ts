/*
 * One statement, so one round trip and one commit per flush.
 *
 * incoming: the batch. known: rows whose change id is stored already. bumped: takes the row lock of each document and
 * reserves sequence numbers, but only while the document is open for editing in that generation. inserted: the rest.
 */
export const APPEND_CHANGES = `
WITH incoming AS (
  SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[], $8::bytea[])
    WITH ORDINALITY AS i (key, generation, client_id, counter, author_index, user_id, user_name, payload, place)
), known AS (
  SELECT i.place, i.key, i.client_id, i.counter, c.seq FROM incoming i
  JOIN change c ON c.key = i.key AND c.generation = i.generation AND c.client_id = i.client_id AND c.counter = i.counter
), fresh AS (
  SELECT i.* FROM incoming i WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.place = i.place)
), totals AS (
  SELECT key, generation, count(*)::int AS rows, sum(length(payload)) AS bytes FROM fresh GROUP BY key, generation
), bumped AS (
  UPDATE document d SET last_seq = d.last_seq + t.rows, changes_bytes = d.changes_bytes + t.bytes
  FROM totals t WHERE d.key = t.key AND d.generation = t.generation AND d.state = 'open'
  RETURNING d.key, d.generation, d.last_seq - t.rows AS before
), inserted AS (
  INSERT INTO change (key, generation, seq, client_id, counter, author_index, user_id, user_name, payload)
  SELECT f.key, f.generation, b.before + row_number() OVER (PARTITION BY f.key ORDER BY f.place),
         f.client_id, f.counter, f.author_index, f.user_id, f.user_name, f.payload
  FROM fresh f JOIN bumped b ON b.key = f.key AND b.generation = f.generation
  RETURNING key, client_id, counter, seq
)
SELECT key, client_id AS "clientId", counter, seq FROM inserted
UNION ALL
SELECT key, client_id, counter, seq FROM known
`;
