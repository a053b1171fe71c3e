package io.crosstide.reconcile;

import java.util.Objects;

/**
 * One ACL, in Kafka's words.
 *
 * @param resource what it is about
 * @param name of a topic or a group, or how it begins; {@link #EVERY} with {@link Pattern#LITERAL}:
 *     every one
 * @param principal {@code User:app}; {@code User:*} is everybody
 * @param host an address, or {@link #EVERY}
 * @param operation {@code READ}, {@code DESCRIBE}, ... {@code ALL}
 */
public record Acl(
    Resource resource,
    Pattern pattern,
    String name,
    String principal,
    String host,
    String operation,
    Permission permission) {
  /** As a name or a host: every one. */
  public static final String EVERY = "*";

  /** How groups begin by which instances share the lanes of flows. */
  public static final String OWN_GROUPS = "__crosstide-";

  /** Kinds of resources that are synced. */
  public enum Resource {
    TOPIC,
    GROUP
  }

  /** How a name is meant. */
  public enum Pattern {
    LITERAL,
    PREFIXED
  }

  /** What it does. */
  public enum Permission {
    ALLOW,
    DENY
  }

  public Acl {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(permission, "permission");
  }

  /** Whether it is about every topic or group. */
  boolean everyName() {
    return pattern == Pattern.LITERAL && name.equals(EVERY);
  }

  Acl on(Pattern otherPattern, String otherName) {
    return new Acl(resource, otherPattern, otherName, principal, host, operation, permission);
  }

  Acl of(String otherPrincipal) {
    return new Acl(resource, pattern, name, otherPrincipal, host, operation, permission);
  }

  Acl as(String otherOperation) {
    return new Acl(resource, pattern, name, principal, host, otherOperation, permission);
  }

  @Override
  public String toString() {
    return "%s %s %s on %s:%s:%s from host %s"
        .formatted(permission, principal, operation, resource, pattern, name, host);
  }
}
