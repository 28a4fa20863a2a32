// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
public import Logging

/// A way out that writes down each exchange it makes, in a file of its own and without secrets.
///
/// What is sent and answered stands in the files: whoever may read them may read all that was translated. An exchange
/// that is private is made and not written down. The answer is given once the file is there, so that whoever has an
/// answer can have it again; one that cannot be written is given all the same, and a line in the log says so.
///
/// - Parameters:
///   - folder: made if it is missing, mode 0700; what is in it stays, and numbers go on from there.
///   - secrets: all that must not be written down, as it is now.
/// - Throws: when the folder cannot be used.
public func makeRecorder(
    _ outbound: any Outbound, folder: String, secrets: @escaping @Sendable () -> Set<String>,
    logger: Logger
) throws(EgressError) -> any Outbound {
    let folder = RecordingFolder(path: folder)
    let (lock, last) = try folder.take()
    return RecordingOutbound(
        outbound: outbound, secrets: secrets,
        writer: RecordingWriter(folder: folder, lock: lock, last: last, logger: logger))
}

struct RecordingOutbound: Outbound {
    let outbound: any Outbound
    let secrets: @Sendable () -> Set<String>
    let writer: RecordingWriter

    func exchange(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        if request.isPrivate { return try await outbound.exchange(request) }
        let number = writer.nextNumber()
        let (began, start) = (WallClock.system.now(), ContinuousClock.now)
        let outcome: Result<OutboundResponse, OutboundError>
        do throws(OutboundError) {
            outcome = .success(try await outbound.exchange(request))
        } catch {
            outcome = .failure(error)
        }
        if RecordedExchange.keeps(outcome) {
            let duration = ContinuousClock.now - start
            await writer.write(number: number) {
                RecordedExchange(
                    request, outcome, began: began, duration: duration, without: SecretFilter(secrets()))
            }
        }
        return try outcome.get()
    }

    func refusal(of url: String) -> String? { outbound.refusal(of: url) }
}
