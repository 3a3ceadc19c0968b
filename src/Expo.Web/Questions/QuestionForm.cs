namespace Expo.Web.Questions;

/// <summary>The ask box of the live page. Its limits are the domain's own and are not repeated here.</summary>
public sealed class QuestionForm
{
    /// <summary>Slug of the session that the page showed: what was written is for that one and no other.</summary>
    public string? Session { get; set; }

    public string? Text { get; set; }

    public string? Name { get; set; }
}
