package io.longshore.progress;

/** What is being done with a layer. The engine's word is in {@link TransferItem#words()}. */
public enum TransferPhase {
  /** The layer is announced, and nothing has begun. Engines: Pulling fs layer, Waiting, Preparing. */
  WAITING(false),
  /** It comes from the registry. Engines: Downloading. */
  DOWNLOADING(false),
  /** It goes to the registry. Engines: Pushing. */
  UPLOADING(false),
  /** The engine tries again after a failure. Engines: Retrying in 5 seconds. */
  RETRYING(false),
  /** It has come, and its checksum is computed. Engines: Verifying Checksum. */
  VERIFYING(true),
  /** It has come and is not unpacked yet. Engines: Download complete. */
  DOWNLOADED(true),
  /** It is unpacked after a download. Engines: Extracting. */
  EXTRACTING(true),
  /** It is unpacked from a loaded archive. Engines: Loading layer. */
  LOADING(true),
  /**
   * It was where it should go before, so nothing is transferred. Engines: Already exists, Mounted from …. Of a step of
   * a build: it was taken from the build cache.
   */
  EXISTS(true),
  /** A step of a build is running; nothing is transferred, so it counts no bytes. */
  RUNNING(true),
  /** Everything is done. Engines: Pull complete, Pushed. Of a step of a build: it has succeeded. */
  COMPLETE(true),
  /** The engine's word is not known to this library. */
  OTHER(false);

  private final boolean transferred;

  TransferPhase(boolean transferred) {
    this.transferred = transferred;
  }

  /** Whether all bytes have been transferred, or need not be. */
  boolean isTransferred() {
    return transferred;
  }

  /**
   * Returns whether nothing is left to do.
   *
   * @return true for {@link #EXISTS} and {@link #COMPLETE}
   */
  public boolean isDone() {
    return this == EXISTS || this == COMPLETE;
  }

  static TransferPhase of(String words) {
    return switch (words) {
      case "Pulling fs layer", "Waiting", "Preparing" -> WAITING;
      case "Downloading" -> DOWNLOADING;
      case "Pushing" -> UPLOADING;
      case "Verifying Checksum" -> VERIFYING;
      case "Download complete" -> DOWNLOADED;
      case "Extracting" -> EXTRACTING;
      case "Loading layer" -> LOADING;
      case "Running" -> RUNNING;
      case "Already exists", "Layer already exists", "Cached" -> EXISTS;
      case "Pull complete", "Pushed", "Complete" -> COMPLETE;
      default -> words.startsWith("Retrying in ") ? RETRYING : words.startsWith("Mounted from ") ? EXISTS : OTHER;
    };
  }
}
