package io.longshore.contract;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules of the contract where the way to the engine matters: each runs over TLS too. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.Engines#everyWay")
abstract class EveryWayTest extends EngineTest {}
