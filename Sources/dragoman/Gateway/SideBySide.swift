// SPDX-License-Identifier: Apache-2.0
import ServiceLifecycle

/// Services that are told to end at the same moment, where a group would end one after the other.
struct SideBySide: Service {
    let services: [any Service]

    func run() async throws {
        try await withThrowingTaskGroup { group in
            for service in services { group.addTask { try await service.run() } }
            // Unlike `waitForAll`, this ends at the first error and cancels the rest.
            while try await group.next() != nil {}
        }
    }
}
