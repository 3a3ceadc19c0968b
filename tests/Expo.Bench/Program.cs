using Expo.Bench;

// Each run writes a Markdown table. Add yours here, in a file of its own.
var runs = new Dictionary<string, Func<TextWriter, Task>>
{
    ["agenda"] = AgendaRun.RunAsync,
    ["letters"] = LettersRun.RunAsync,
    ["attendees"] = AttendeesRun.RunAsync,
    ["live"] = LiveRun.RunAsync,
    ["origin"] = OriginRun.RunAsync,
    ["registration"] = RegistrationRun.RunAsync,
    ["programme"] = ProgrammeRun.RunAsync,
};

if (args is [BareServer.Command, var kind])
{
    await BareServer.ServeAsync(kind);
    return 0;
}

if (args is not [var name, ..] || !runs.TryGetValue(name, out var run))
{
    Console.Error.WriteLine($"Which run? {string.Join(", ", runs.Keys)}. With --record the table is put on top of RESULTS.md.");
    return 2;
}

if (!args.Contains("--record"))
{
    await run(Console.Out);
    return 0;
}

var loadBefore = Results.MachineLoad();
using var table = new StringWriter();
await run(table);
Console.Out.Write(table);
Results.Record(name, table.ToString(), loadBefore);
return 0;
