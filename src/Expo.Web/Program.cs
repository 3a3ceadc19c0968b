using Expo.Core;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Expo.Core.Mail;
using Expo.Streaming;
using Expo.Streaming.Live;
using Expo.Streaming.Origin;
using Expo.Streaming.Recordings;
using Expo.Web.About;
using Expo.Web.Accounts;
using Expo.Web.Agenda;
using Expo.Web.Door;
using Expo.Web.Files;
using Expo.Web.Home;
using Expo.Web.Http;
using Expo.Web.Layout;
using Expo.Web.Letters;
using Expo.Web.Live;
using Expo.Web.Organiser;
using Expo.Web.Payments;
using Expo.Web.Publishing;
using Expo.Web.Questions;
using Expo.Web.Registration;
using Expo.Web.Speakers;
using Expo.Web.Submissions;

var builder = WebApplication.CreateBuilder(args);
builder.ListenByDefaultOn("http://127.0.0.1:5080");
var data = DataDirectory.From(builder.Configuration, builder.Environment);

// What every request meets.
builder.Services.AddSingleton(data);
builder.Services.AddExpoProxies(builder.Configuration);
builder.Services.AddProblemDetails();
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
builder.Services.AddExpoRateLimits();
builder.Services.AddExpoOutputCache();
builder.Services.AddExpoCompression();
builder.Services.AddExpoTelemetry(builder.Configuration);
builder.Services.AddExpoHealth();
builder.Services.AddOpenApi();
builder.Services.AddPages();

// The slices.
builder.Services.AddExpoCore(builder.Configuration, data.Path);
builder.Services.AddHostedService<JobWorker>();
builder.Services.AddHostedService<SeatKeeper>();
builder.Services.AddHostedService<OutboxWorker>();
builder.Services.AddHostedService<PrivacyKeeper>();
builder.Services.AddHostedService<UploadKeeper>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<AnswerPurge>());
builder.Services.AddExpoStreaming(builder.Configuration, data.Path);
builder.Services.AddAccounts(data);
builder.Services.AddAgenda();
builder.Services.AddHome();
builder.Services.AddPublishing();
builder.Services.AddExpoLive(builder.Configuration);
builder.Services.AddLivePages();
builder.Services.AddOrganiser();
builder.Services.AddAbout(builder.Configuration);
builder.Services.AddRegistrationPages();
builder.Services.AddSubmissionPages();

var app = builder.Build();
await app.PrepareDatabaseAsync();
await app.PreparePagesAsync();

app.UseExpoProxies();
if (!app.Environment.IsDevelopment())
{
    app.UseHsts();
}

app.UseHeadAsGet();
app.UseSecurityHeaders();
app.UseErrorPages();
app.UseForEverFiles();
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.UseAntiforgeryRefusal();
app.UseOutputCache();
app.UseResponseCompression();
app.Use(BareRefusal.HoldBackAsync);

app.MapStaticAssets();
app.MapExpoHealth();
app.MapOpenApi();
app.MapOrigin();
app.MapRecordings();
app.MapAccounts();
app.MapAgenda();
app.MapStars();
app.MapCalendarFeed();
app.MapRegistration();
app.MapLetters();
app.MapDoor();
app.MapPrivacy();
app.MapPayments();
app.MapUploads();
app.MapDecks();
app.MapSpeakers();
app.MapLive();
app.MapLivePages();
app.MapQuestions();
app.MapAttendeeExport();
app.MapProposals();
app.MapReview();
app.MapPages();

await app.RunAsync();

public partial class Program;
