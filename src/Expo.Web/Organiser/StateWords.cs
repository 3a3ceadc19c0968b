using Expo.Core.Agenda;
using Expo.Core.Payments;
using Expo.Core.Publishing;
using Expo.Core.Registration;
using Expo.Streaming.Ingest;
using Expo.Streaming.Origin;

namespace Expo.Web.Organiser;

/// <summary>States as words, the same on every desk.</summary>
internal static class StateWords
{
    public static string Of(Session session, EventTime time) => session switch
    {
        { State: SessionState.Live, WentLiveAt: { } at } => $"Live since {time.Clock(at)}",
        { State: SessionState.Ended, EndedAt: { } at } => $"Ended {time.Clock(at)}",
        { State: SessionState.Cancelled } => "Cancelled",
        _ => "Planned",
    };

    public static string Of(RecordingLine recording, EventTime time) => recording switch
    {
        { State: RecordingState.Published, PublishedAt: { } at } => $"Public since {time.Full(at)}",
        { State: RecordingState.Withdrawn, WithdrawnAt: { } at } => $"Withdrawn {time.Full(at)}",
        { DurationMs: 0 } => "Nothing was recorded: the stream sent no picture",
        _ => "Draft, not public",
    };

    public static string Of(FaqDraftLine entry) => entry switch
    {
        { State: FaqState.Draft } => "Draft, not public",
        { State: FaqState.Withdrawn } => "Taken down",
        { HasNews: true } => $"Version {entry.Version} is public, the draft says something newer",
        _ => $"Version {entry.Version} is public",
    };

    public static string Of(Payment payment, EventTime time) => payment switch
    {
        { State: PaymentState.Open } => $"Not paid yet, open since {time.Full(payment.CreatedAt)}",
        { State: PaymentState.Ended } => "Ended without money",
        { State: PaymentState.Refunded } => "All given back",
        { RefundedMinor: > 0 } => $"Paid, {Money.Say(payment.RefundedMinor, payment.Currency)} given back",
        _ => $"Paid {time.Full(payment.PaidAt ?? payment.CreatedAt)}",
    };

    public static string SeatOf(AttendeeState seat) => seat switch
    {
        AttendeeState.Confirmed => "The seat is sure",
        AttendeeState.Unpaid => "The seat is held",
        AttendeeState.Cancelled => "Registration cancelled",
        _ => "No seat yet",
    };

    public static string Of(Refund refund) => refund.State switch
    {
        RefundState.Wanted => "on its way",
        RefundState.Done => "given back",
        _ => "did not go through",
    };

    public static string Of(StageStatus stream, EventTime time) => stream.Ingest.Phase switch
    {
        IngestPhase.Receiving when stream.IsLive => $"On air since {time.Clock(stream.LiveSince ?? stream.Ingest.Since)}",
        IngestPhase.Receiving when stream.IsReceived => "Encoder connected, shown when a session goes live",
        IngestPhase.Receiving => "The encoder is sending; the first pictures are being prepared",
        IngestPhase.WaitingForEncoder => $"Waiting for the encoder since {time.Clock(stream.Ingest.Since)}",
        IngestPhase.Restarting => $"Starting again after a fault at {time.Clock(stream.Ingest.Since)}",
        _ => stream.Ingest.Detail ?? "Off",
    };
}
