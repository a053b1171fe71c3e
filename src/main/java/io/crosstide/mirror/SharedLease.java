package io.crosstide.mirror;

import io.crosstide.batch.Hold;
import io.crosstide.batch.Lease;

/**
 * One lease held by several batches of a chunk; it closes when the last of them is done. Used by
 * one thread only.
 */
final class SharedLease {
  private final Lease lease;
  private int holders = 1;

  SharedLease(Lease lease) {
    this.lease = lease;
  }

  /** The first hold on a lease that nobody else holds. */
  static Hold first(Lease lease) {
    SharedLease shared = new SharedLease(lease);
    Hold hold = shared.retain();
    shared.release();
    return hold;
  }

  /** One more hold; closing what is returned, once or more often, gives it up. */
  Hold retain() {
    if (holders <= 0) {
      throw new IllegalStateException("lease held again after it was given up");
    }
    holders++;
    return new Hold() {
      private boolean open = true;

      @Override
      public Hold retain() {
        return SharedLease.this.retain();
      }

      @Override
      public void close() {
        if (open) {
          open = false;
          release();
        }
      }
    };
  }

  /** Gives up the hold that the lease began with. */
  void release() {
    if (holders <= 0) {
      throw new IllegalStateException("lease released more often than held");
    }
    if (--holders == 0) {
      lease.close();
    }
  }
}
