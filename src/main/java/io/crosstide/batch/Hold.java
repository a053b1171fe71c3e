package io.crosstide.batch;

/**
 * A hold on a fetched buffer that several may share: its memory is used for something else as soon
 * as every hold is closed. Whoever reads the bytes, the network among them, keeps one of its own.
 * Used by one thread only.
 */
public interface Hold extends Lease {
  /** For bytes that nobody uses again. */
  Hold NONE =
      new Hold() {
        @Override
        public Hold retain() {
          return this;
        }

        @Override
        public void close() {}
      };

  /** One more hold on the same buffer. This one must still be open. */
  Hold retain();
}
