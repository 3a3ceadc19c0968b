using Expo.Core.Questions;

namespace Expo.Core.Tests.Questions;

public sealed class QuestionTextTests
{
    [Theory]
    [InlineData("  two   words ", "two words")]
    [InlineData("line\r\nbreak\tand tab", "line break and tab")]
    [InlineData("bell\a, nul\0, escape\u001b[31m", "bell, nul, escape[31m")]
    [InlineData("\u202Egnissim\u202C is \u2067turned\u2069", "gnissim is turned")]
    [InlineData("see https://example.com/<b>", "see https://example.com/<b>")]
    [InlineData("شحنة \u200Fقطن؟", "شحنة \u200Fقطن؟")]
    [InlineData("Cafe\u0301", "Café")]
    [InlineData("\u200B\u00AD\u2060 \u202E", "")]
    [InlineData("family 👨‍👩‍👧", "family 👨‍👩‍👧")]
    [InlineData(null, "")]
    public void A_line_keeps_what_is_read_and_drops_what_deceives(string? typed, string expected) =>
        Assert.Equal(expected, QuestionText.Line(typed));

    [Fact]
    public void Paragraphs_keep_at_most_one_empty_line_between_them() =>
        Assert.Equal("One.\n\nTwo.\nThree.", QuestionText.Paragraphs("\n One. \r\n\r\n\r\n\r\n Two.\n Three. \n"));

    [Theory]
    [InlineData("👨‍👩‍👧", 1)]
    [InlineData("🇸🇪🇩🇪", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("abc", 3)]
    public void Length_is_what_a_reader_counts(string text, int expected) => Assert.Equal(expected, QuestionText.Length(text));
}
