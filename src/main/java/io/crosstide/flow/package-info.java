/**
 * Puts flows together: their threads, their clients, their lanes. Plain Java, without Quarkus, so
 * that a flow copies before HTTP is up. See ARCHITECTURE.md for the threads.
 */
package io.crosstide.flow;
