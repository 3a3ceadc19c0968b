namespace Expo.Core.Questions;

public enum QuestionChange
{
    /// <summary>A new one waits; viewers must not hear of it.</summary>
    Asked,

    /// <summary>A moderator changed it.</summary>
    Moderated,

    /// <summary>Only its count of votes changed.</summary>
    Votes,
}

/// <summary>A hint that something was committed. Who listens reads what it may show from the database.</summary>
/// <param name="Number">The public event that it made, or null when viewers need not hear of it.</param>
/// <param name="AskerKey">Private: whose question it is, so that the asker's own list can be read again.</param>
public sealed record QuestionChanged(int SessionId, int QuestionId, QuestionChange Change, long? Number, string AskerKey);
