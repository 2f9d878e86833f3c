/**
 * A function of the session alone that swaps whole numbers for one another under a key: a Feistel network, so that no two
 * get the same. `width` is the bits of the column's type without the sign. A number below 2^30, or from there to 2^31,
 * stays in its half, and an `int8` that an `int4` could hold gets what it would get there: they can be joined.
 */
export const numberFunction = `
CREATE FUNCTION pg_temp.prod_replica_number(given bigint, width int, k text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT AS $body$
DECLARE
  value bigint := CASE WHEN given < 0 THEN -(given + 1) ELSE given END;
  used int := CASE WHEN width = 63 AND value < 2147483648 THEN 31 ELSE width END;
  bits int := used - 1;
  low_bits int := bits / 2;
  top bigint := value & (1::bigint << bits);
  low bigint;
  high bigint;
  mixed bigint;
BEGIN
  LOOP
    value := value & ((1::bigint << bits) - 1);
    low := value & ((1::bigint << low_bits) - 1);
    high := value >> low_bits;
    FOR round IN 1..6 LOOP
      mixed := ('x' || encode(substr(sha256(convert_to(k, 'UTF8') || int4send(bits * 8 + round) || int8send(CASE round % 2 WHEN 1 THEN low ELSE high END)), 1, 7), 'hex'))::bit(56)::bigint;
      IF round % 2 = 1 THEN
        high := high # (mixed & ((1::bigint << (bits - low_bits)) - 1));
      ELSE
        low := low # (mixed & ((1::bigint << low_bits) - 1));
      END IF;
    END LOOP;
    value := top | (high << low_bits) | low;
    EXIT WHEN used <> 63 OR value >= 2147483648;
  END LOOP;
  RETURN CASE WHEN given < 0 THEN -value - 1 ELSE value END;
END $body$`
