namespace Expo.Core.Questions;

/// <summary>Left as a job when a question is answered, or an answer changes; whoever writes up the FAQ takes it.</summary>
public sealed record QuestionAnswered(int QuestionId);
