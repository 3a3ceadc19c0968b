namespace Expo.Streaming.Live;

/// <summary>The name of every group of connections.</summary>
public static class LiveGroups
{
    /// <summary>Everyone who follows the questions of a session.</summary>
    public static string Session(int sessionId) => $"session-{sessionId}";

    /// <summary>Everyone who watches a stage, whatever is on.</summary>
    public static string Stage(int stageId) => $"stage-{stageId}";

    /// <summary>The connections of one viewer: each tab hears how the questions stand that were asked in another.</summary>
    public static string Viewer(string viewerKey) => $"viewer-{viewerKey}";
}
