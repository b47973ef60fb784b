package io.longshore.internal.progress;

import io.longshore.generated.engine.model.ImageProgress;

/** Takes reports that the program has not asked for. */
final class NoFeed implements TransferFeed {
  @Override
  public void begin() {}

  @Override
  public void step(ImageProgress step) {}

  @Override
  public void bytes(long count) {}

  @Override
  public void total(long bytes) {}

  @Override
  public void end(End end) {}
}
