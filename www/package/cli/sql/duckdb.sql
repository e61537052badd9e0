-- What DuckDB has words of its own for.

-- is_text: whether a column holds text
typeof({{column}}) = 'VARCHAR'

-- is_time: whether a column holds dates or times
typeof({{column}}) in ('DATE', 'TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS', 'TIMESTAMP WITH TIME ZONE')

-- instant: microseconds from the beginning of 1970 in UTC; what has no zone is in UTC
case
  when typeof({{column}}) = 'TIMESTAMP WITH TIME ZONE' then epoch_us({{column}}::timestamptz)
  when {{is_time column}} then epoch_us({{column}}::timestamp)
end

-- fence: an end of a subquery which keeps its expressions from being written out anew wherever one is used
