-- What PostgreSQL has words of its own for.

-- is_text: whether a column holds text
pg_typeof({{column}}) in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)

-- is_time: whether a column holds dates or times
pg_typeof({{column}}) in ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)

-- instant: microseconds from the beginning of 1970 in UTC; what has no zone is in UTC
case
  when not ({{is_time column}}) then null
  when not isfinite({{column}}::timestamp) then null
  when pg_typeof({{column}}) = 'timestamptz'::regtype then (extract(epoch from {{column}}::timestamptz) * 1000000)::bigint
  else (extract(epoch from {{column}}::timestamp) * 1000000)::bigint
end

-- fence: an end of a subquery which keeps its expressions from being written out anew wherever one is used
offset 0
