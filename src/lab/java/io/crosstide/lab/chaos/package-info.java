/**
 * {@code ./crosstide chaos}: two clusters of three brokers, several instances of a mirror, and faults
 * by seed for as long as one likes; then every record is accounted for. {@link
 * io.crosstide.lab.chaos.FaultPlan} and {@link io.crosstide.lab.chaos.StallClock} are pure.
 */
package io.crosstide.lab.chaos;
