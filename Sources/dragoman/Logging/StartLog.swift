// SPDX-License-Identifier: Apache-2.0
import Logging

/// Sends the log of the whole process where the configuration says. To be called once.
func startLog(_ configuration: LogConfiguration) -> Logger {
    let (level, isJSON) = (configuration.level, configuration.format.isJSON)
    LoggingSystem.bootstrap { GatewayLogHandler(label: $0, level: level, isJSON: isJSON) }
    return Logger(label: "dragoman")
}
