using Expo.Core.Publishing;
using Expo.Web.Publishing;

namespace Expo.Web.Agenda;

/// <summary>Where a session's recording is, and its playing time.</summary>
public sealed record RecordingLink(string Address, string Length)
{
    /// <summary>Published recordings by session.</summary>
    internal static IReadOnlyDictionary<int, RecordingLink> BySession(IEnumerable<RecordingLine> published) =>
        published.ToDictionary(line => line.SessionId, line => new RecordingLink(RecordingAddresses.Page(line.Slug), PlayingTime.Clock(line.Duration)));
}
