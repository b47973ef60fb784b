package io.longshore.embedded.internal.files;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.FileError.Kind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** Unpacks archives, plain or compressed with gzip or bzip2, with the rules and words of Docker 28.5. */
public final class TarReader {
  private static final int BLOCK = 512;
  private static final int TAIL = 4 * BLOCK;

  private final MountedTree tree;
  private final String directory;
  private final boolean keepKinds;
  private final @Nullable Owner owner;
  /** Ends archives that end without saying so, which engines take. */
  private final ByteArrayInputStream tail = new ByteArrayInputStream(new byte[TAIL]);
  private final Map<String, Instant> directoryTimes = new LinkedHashMap<>();

  /**
   * Unpacks into an existing directory.
   *
   * @param keepKinds whether replacing a directory by something else, or something else by a directory, is an error
   * @param owner the owner of everything; null for the archive's owners
   */
  public TarReader(MountedTree tree, String directory, boolean keepKinds, @Nullable Owner owner) {
    this.tree = tree;
    this.directory = directory;
    this.keepKinds = keepKinds;
    this.owner = owner;
  }

  /**
   * Reads to the end.
   *
   * @throws EngineError if it is no archive, or not all of it can be unpacked
   * @throws FileError if something that an entry is about is missing
   */
  public void read(InputStream archive) throws FileError {
    try {
      InputStream plain = uncompressed(archive);
      if (plain != null) {
        InputStream padded = new SequenceInputStream(plain, tail);
        unpack(new TarArchiveInputStream(padded, StandardCharsets.UTF_8.name()));
        setFolderTimes();
      }
      archive.transferTo(OutputStream.nullOutputStream());
    } catch (FileError e) {
      if (e.kind() == Kind.NOT_FOUND) {
        throw e;
      }
      throw EngineError.failed("write " + e.getFile() + ": " + e.goWords());
    } catch (ZipException e) {
      throw EngineError.failed("gzip: invalid header");
    } catch (IOException e) {
      boolean cut = isTailBegun() || e instanceof EOFException;
      throw EngineError.failed(cut ? "unexpected EOF" : "archive/tar: invalid tar header");
    }
  }

  private boolean isTailBegun() {
    return tail.available() < TAIL;
  }

  private static @Nullable InputStream uncompressed(InputStream source) throws IOException {
    InputStream buffered = Compressed.plain(source);
    byte[] head = peek(buffered);
    if (head.length > 0 && head.length < BLOCK) {
      throw EngineError.failed("unexpected EOF");
    }
    return head.length == 0 ? null : buffered;
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(BLOCK);
    byte[] head = in.readNBytes(BLOCK);
    in.reset();
    return head;
  }

  private @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    try {
      return tar.getNextEntry();
    } catch (IOException e) {
      if (isTailBegun() && String.valueOf(e.getMessage()).startsWith("premature end")) {
        // Only what describes the next entry is there: Go takes this for an end.
        return null;
      }
      throw e;
    }
  }

  private void unpack(TarArchiveInputStream tar) throws IOException {
    for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
      String name = Names.inside(entry.getName());
      if (name == null) {
        throw EngineError.failed("invalid entry name \"" + entry.getName() + "\"");
      }
      if (!name.isEmpty()) {
        try {
          unpack(tar, entry, name);
        } catch (FileError e) {
          if (e.kind() == Kind.NOT_A_FOLDER) {
            throw EngineError.failed("openat " + name + ": " + e.goWords());
          }
          throw e;
        }
      }
    }
  }

  private void setFolderTimes() throws FileError {
    for (Map.Entry<String, Instant> time : directoryTimes.entrySet()) {
      if (exists(time.getKey()) != null) {
        tree.touch(time.getKey(), time.getValue(), false);
      }
    }
  }

  private @Nullable FileStat exists(String path) throws FileError {
    try {
      return tree.stat(path, false);
    } catch (FileError e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      return null;
    }
  }

  private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, String name) throws IOException {
    String path = directory + "/" + name;
    int slash = name.lastIndexOf('/');
    if (slash > 0) {
      tree.makeFolders(directory + "/" + name.substring(0, slash), 0755, Owner.ROOT);
    }
    boolean isFolder = entry.getLinkFlag() == TarConstants.LF_DIR;
    FileStat before = exists(path);
    if (before != null) {
      if (keepKinds && before.isFolder() != isFolder) {
        String which = isFolder ? "non-directory \"%s\" with directory" : "directory \"%s\" with non-directory";
        throw EngineError.failed("cannot overwrite " + String.format(which, name) + " \"" + directory + "\"");
      }
      if (!before.isFolder() || !isFolder) {
        tree.removeAll(path);
        before = null;
      }
    }
    Owner its = owner == null ? new Owner((int) entry.getLongUserId(), (int) entry.getLongGroupId()) : owner;
    Instant modified = entry.getLastModifiedTime().toInstant();
    int mode = entry.getMode() & 07777;
    switch (entry.getLinkFlag()) {
      case TarConstants.LF_DIR -> {
        if (before == null) {
          tree.makeFolder(path, mode, its);
        }
        directoryTimes.put(path, modified);
      }
      case TarConstants.LF_SYMLINK -> tree.makeLink(entry.getLinkName(), path, its);
      case TarConstants.LF_LINK -> tree.makeName(linked(entry.getLinkName()), path);
      case TarConstants.LF_FIFO -> tree.makeFifo(path, mode, its);
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> {
        try (OutputStream out = tree.write(path, false, its)) {
          tar.transferTo(out);
        }
        if (entry.getSize() > 0 && isTailBegun()) {
          throw EngineError.failed("unexpected EOF");
        }
      }
      case TarConstants.LF_CHR, TarConstants.LF_BLK -> throw EngineError.failed("operation not permitted");
      default -> throw EngineError.failed("unhandled tar header type " + entry.getLinkFlag());
    }
    chown(path, its);
    if (entry.getLinkFlag() != TarConstants.LF_SYMLINK) {
      tree.chmod(path, mode);
    }
    tree.touch(path, modified, false);
  }

  /** On a host's files an engine without privileges cannot; engines in user namespaces leave it then, too. */
  private void chown(String path, Owner its) throws FileError {
    try {
      tree.chown(path, its, false);
    } catch (FileError e) {
      if (e.kind() != Kind.NOT_PERMITTED) {
        throw e;
      }
    }
  }

  private String linked(String target) {
    String name = Names.inside(target);
    if (name == null) {
      throw EngineError.failed("invalid hardlink target \"" + target + "\"");
    }
    return directory + "/" + name;
  }
}
