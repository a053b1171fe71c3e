/**
 * The hot paths one by one, with JMH: {@code ./crosstide bench micro}. Not part of any other build.
 * {@code io.crosstide.mirror} and {@code io.crosstide.kafka} beside this folder open what those
 * packages keep to themselves.
 */
package io.crosstide.bench.micro;
