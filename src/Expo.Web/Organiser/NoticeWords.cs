using Expo.Core.Agenda;
using Expo.Core.Mail;
using Expo.Core.Registration;

namespace Expo.Web.Organiser;

/// <summary>Notices of changes in plain words.</summary>
internal static class NoticeWords
{
    public static string People(int count) => count == 1 ? "1 person" : $"{count:N0} people";

    /// <summary>When those who wait are told.</summary>
    public static string Due(NoticesWaiting waiting, EventTime time, DateTimeOffset now) =>
        waiting.DueAt is not { } due ? "No telling is planned: they are told with the next release, or when you press the button."
        : due > now ? $"They are told on {time.Full(due)}, together with what you release before." : "They are being told now.";

    public static string State(NoticeLine notice, EventTime time) => notice.State switch
    {
        LetterState.Sent => $"Sent {time.Full(notice.StateAt)}",
        LetterState.Failed => $"Failed {time.Full(notice.StateAt)}",
        LetterState.Dropped => $"Not sent, on purpose, {time.Full(notice.StateAt)}",
        _ => $"Waiting since {time.Full(notice.At)}",
    };
}
