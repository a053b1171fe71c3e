package io.crosstide.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.internal.storage.dfs.DfsBlockCache;
import org.eclipse.jgit.internal.storage.dfs.DfsBlockCacheConfig;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.FS;

/**
 * A repository in memory that takes packs, and files in them, up to a size. It lives for one fetch:
 * there is no clone on a disk that could be broken, grow, or be read by somebody else.
 */
final class BoundedRepository extends InMemoryRepository {
  /** JGit keeps blocks of packs in a cache of the whole process, by default 32 MiB of them. */
  private static final int CACHE_BYTES = 2 << 20;

  static {
    DfsBlockCache.reconfigure(new DfsBlockCacheConfig().setBlockLimit(CACHE_BYTES));
  }

  private final long maxPackBytes;

  BoundedRepository(long maxPackBytes) {
    super(new DfsRepositoryDescription("topology"));
    this.maxPackBytes = maxPackBytes;
  }

  /** For repositories of this machine: a path of theirs is resolved with it. */
  @Override
  public FS getFS() {
    return FS.DETECTED;
  }

  @Override
  public ObjectInserter newObjectInserter() {
    ObjectInserter all = super.newObjectInserter();
    return new ObjectInserter.Filter() {
      @Override
      protected ObjectInserter delegate() {
        return all;
      }

      @Override
      public PackParser newPackParser(InputStream in) throws IOException {
        PackParser parser = super.newPackParser(new Limited(in, maxPackBytes));
        // A small pack can hold a file that fills the memory when it is opened.
        parser.setMaxObjectSizeLimit(maxPackBytes);
        return parser;
      }
    };
  }

  private static final class Limited extends FilterInputStream {
    private final long maxBytes;
    private long left;

    Limited(InputStream in, long maxBytes) {
      super(in);
      this.maxBytes = maxBytes;
      this.left = maxBytes;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      take(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      take(Math.max(0, read));
      return read;
    }

    private void take(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException(
            "the commit's files are more than "
                + maxBytes
                + " bytes, packed: keep the topology in a smaller repository, or on a server that"
                + " leaves large files out (uploadpack.allowFilter)");
      }
    }
  }
}
