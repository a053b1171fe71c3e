package io.crosstide.reconcile;

import io.crosstide.mirror.Failure;
import java.util.Optional;

/**
 * What became of a change.
 *
 * @param change what was tried
 * @param failure why it was not done; empty when it was, or when somebody else had done it already
 */
public record TopicOutcome(TopicChange change, Optional<Failure> failure) {}
