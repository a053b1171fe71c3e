/**
 * Observe both clusters, plan what is to change, apply it. The plan is pure: desired against
 * observed, as values.
 */
package io.crosstide.reconcile;
