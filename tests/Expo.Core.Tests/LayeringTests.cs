using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Expo.Core.Data;

namespace Expo.Core.Tests;

/// <summary>Holds the arrows of the architecture. What counts as an arrow: a slice's source file that names another slice.</summary>
public sealed partial class LayeringTests
{
    /// <summary>Who may know whom. Everyone may know <c>Data</c>, which knows all: that is where the tables stand by name.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Accounts"] = [],
        ["Jobs"] = [],
        ["Mail"] = ["Accounts", "Jobs"],
        ["Files"] = ["Accounts", "Jobs"],
        ["Agenda"] = ["Accounts", "Files", "Jobs"],
        ["Registration"] = ["Accounts", "Agenda", "Jobs", "Mail"],
        ["Payments"] = ["Accounts", "Agenda", "Jobs", "Mail", "Registration"],
        ["Submissions"] = ["Accounts", "Agenda", "Files", "Jobs", "Mail", "Registration"],
        ["Questions"] = ["Accounts", "Agenda", "Jobs"],
        ["Publishing"] = ["Accounts", "Agenda", "Jobs", "Questions"],
    };

    private const string Everywhere = "Data";

    [Fact]
    public void Core_has_no_reference_to_aspnet_core()
    {
        var references = typeof(ExpoDb).Assembly.GetReferencedAssemblies().Select(a => a.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Slices_know_only_whom_they_may()
    {
        var arrows = Sources().SelectMany(file => Arrows(file.Slice, file.Text)).ToHashSet();

        Assert.Empty(Forbidden(arrows));
    }

    [Fact]
    public void Every_slice_stands_in_the_list() =>
        Assert.Equal(Allowed.Keys.Append(Everywhere).Order(), Sources().Select(f => f.Slice).Distinct().Order());

    [Fact]
    public void The_look_at_the_arrows_bites()
    {
        var real = Sources().SelectMany(file => Arrows(file.Slice, file.Text)).ToHashSet();
        Assert.Superset(new HashSet<(string, string)> { ("Publishing", "Questions"), ("Agenda", "Jobs"), ("Questions", "Agenda") }, real);

        (string, string)[] wrong =
        [
            .. Arrows("Mail", "using Expo.Core.Registration;\nnamespace Expo.Core.Mail;"),
            .. Arrows("Agenda", "namespace Expo.Core.Agenda;\nclass A { Questions.Question? Q; }"),
            .. Arrows("Questions", "namespace Expo.Core.Questions;\nclass A { object X = new global::Expo.Core.Publishing.FaqText(\"\", \"\", null); }"),
            .. Arrows("Jobs", "using static Expo.Core.Accounts.Roles;"),
            .. Arrows("Accounts", "using Key = Expo.Core.Agenda.Session;"),
        ];
        Assert.Equal([("Mail", "Registration"), ("Agenda", "Questions"), ("Questions", "Publishing"), ("Jobs", "Accounts"), ("Accounts", "Agenda")], Forbidden(wrong));
        Assert.Empty(Arrows("Mail", "// told by Registration.Attendee\n/// <see cref=\"Questions.Question\"/>\nvar q = db.Questions.Where(x);"));
    }

    private static IEnumerable<(string From, string To)> Forbidden(IEnumerable<(string From, string To)> arrows) =>
        arrows.Where(a => a.From != Everywhere && a.To != Everywhere && !Allowed.GetValueOrDefault(a.From, []).Contains(a.To));

    /// <summary>A slice is named by its namespace, or by its name before a type of it (<c>Agenda.Session</c>), but not as a member (<c>db.Questions.Where</c>).</summary>
    private static IEnumerable<(string From, string To)> Arrows(string slice, string source) =>
        NamedSlices().Matches(Comments().Replace(source, "")).Select(m => m.Groups["full"].Success ? m.Groups["full"].Value : m.Groups["short"].Value)
            .Where(name => name != slice && (Allowed.ContainsKey(name) || name == Everywhere)).Distinct().Select(name => (slice, name));

    private static IEnumerable<(string Slice, string Text)> Sources([CallerFilePath] string here = "")
    {
        var core = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Expo.Core"));
        return Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Slice: Path.GetRelativePath(core, path).Split(Path.DirectorySeparatorChar), path))
            .Where(f => f.Slice.Length > 1 && f.Slice[0] is not "obj" and not "bin")
            .Select(f => (f.Slice[0], File.ReadAllText(f.path)));
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\bExpo\.Core\.(?<full>\w+)|(?<![\w.])(?<short>[A-Z]\w+)\.[A-Z]\w+")]
    private static partial Regex NamedSlices();
}
