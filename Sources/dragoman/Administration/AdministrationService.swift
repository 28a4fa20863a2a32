// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import ServiceLifecycle

/// Answers the operator's commands beside a running gateway, at `admin.sock` in the data folder.
struct AdministrationService: Service {
    let folder: String
    let carryOut: @Sendable (AdministrationRequest) async throws(AdministrationError) -> JSONValue
    let logger: Logger

    func run() async throws {
        let loop = try AdministrationLoop(listener: AdministrationSocket.listen(in: folder))
        loop.start()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await arrival in loop.arrivals {
                    group.addTask {
                        let outcome = await answer(arrival.request)
                        loop.answer(AdministrationAnswer.line(outcome), to: arrival.connection)
                    }
                }
            }
        } onGracefulShutdown: {
            loop.finish()
        }
        loop.stop()
        AdministrationSocket.remove(from: folder)
    }

    private func answer(_ line: [UInt8]) async -> Result<JSONValue, AdministrationError> {
        do throws(AdministrationError) {
            guard let json = try? JSONValue(parsing: line) else {
                throw AdministrationError("a request is one line of JSON")
            }
            let request = try AdministrationRequest(json)
            let result = try await carryOut(request)
            logger.debug("an operator's request was carried out", metadata: ["request": "\(request.verb)"])
            return .success(result)
        } catch {
            return .failure(error)
        }
    }
}

extension AdministrationRequest {
    /// What is asked, without its particulars.
    var verb: String { json.object?["do"]?.string ?? "" }
}
