namespace Expo.Web.Questions;

/// <summary>The ask box of the live page. Its limits are the domain's own and are not repeated here.</summary>
public sealed class QuestionForm
{
    public string? Text { get; set; }

    public string? Name { get; set; }
}
