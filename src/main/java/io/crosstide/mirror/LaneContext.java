package io.crosstide.mirror;

import io.crosstide.batch.Rebuilder;
import io.crosstide.ledger.LaneLedger;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * What a lane works with; none of it does I/O.
 *
 * @param ledger the lane's runs and position, as stored when the lane began
 * @param origins who wrote a producer id's batches, {@link RegistryPort#originOf}
 * @param rebuilder the record path
 * @param pace the bandwidth limits of flow and topic
 * @param lease whether this instance may write at a time, milliseconds of the loop's clock
 * @param settled told of each acknowledged batch its newest record's timestamp, milliseconds since
 *     the epoch
 * @param timeOfDayMs milliseconds since the epoch
 * @param output takes the commands
 */
public record LaneContext(
    LaneLedger ledger,
    LongFunction<RegistryPort.Origin> origins,
    Rebuilder rebuilder,
    Pace pace,
    LongPredicate lease,
    LongConsumer settled,
    LongSupplier timeOfDayMs,
    LaneOutput output) {}
