package io.longshore.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The same with hundreds of them. */
@Tag("heavy")
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.Engines#underLoad")
class HeavyLoadTest extends LoadTest {
  @Override
  int oneAfterTheOther() {
    return 200;
  }

  @Override
  int inEachThread() {
    return 50;
  }
}
