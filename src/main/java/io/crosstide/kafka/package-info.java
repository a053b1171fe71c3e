/**
 * The only package that imports Kafka client classes. Internals of kafka-clients are used here and
 * nowhere else; written against the version in the property {@code kafka.version} of pom.xml.
 */
package io.crosstide.kafka;
